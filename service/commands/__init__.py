"""What the commands on drawings are made of, one file a command or a form of answer."""
