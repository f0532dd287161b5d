"""What each kind of BPMN element does with a token, one kind a file, as task specifications."""
