"""The grammar: FEEL, `${...}` (JUEL) and Python spellings in one LALR grammar for `lark`."""

# Keywords that stand between two values (eq, lt, between ...) may also be names: the contextual
# lexer knows which of the two can come next. Only the words in NAME's exclusion are reserved.
# A dotted name such as order.amount is one name, unless it is called: text.length() is a method.
# After `in`, a parenthesis lists alternatives, so that only what is `plain` can be looked into.
# The words before a new variable leave out int and long, which would have to cut its decimals off.
# Lists of operands are flat, so that a long `a or b or c ...` nests no deeper than a short one.
GRAMMAR = r"""
?expression: expr | _SET expr               -> feel

line: _statement (";" _statement)* (";" _SLASH_COMMENT?)? _COMMENT?
_statement: assignment | augmented | counted | extended | stored | _PASS
assignment: _TYPE? _target _SET expr
augmented: _target AUGMENT expr
counted: _target COUNT
extended: _target _EXTEND "(" expr ")"
stored: _STORE "(" TEXT "," expr ")"
_target: NAME | QUOTED

?expr: disjunction
     | _IF expr _THEN expr _ELSE expr       -> if_then_else
     | disjunction "?" expr ":" expr        -> if_then_else
     | disjunction _IF disjunction _ELSE expr -> value_if_else

?disjunction: conjunction (_OR conjunction)*
?conjunction: negation (_AND negation)*
?negation: comparison | _NOT negation       -> negative

?comparison: addition
           | addition EQUALITY _right       -> equality
           | addition _IS _constant         -> is_constant
           | addition _IS _NOT _constant    -> is_not_constant
           | addition stands+               -> order
           | addition _BETWEEN addition _AND addition -> between
           | addition _IN _members          -> membership
           | addition _NOT _IN _members     -> no_membership
           | addition _IN _range            -> within
           | addition _NOT _IN _range       -> not_within
_right: addition | negated_call
stands: ORDER addition
negated_call: _NOT "(" expr ")"             -> negative
_members: plain | tests
tests: "(" _elements ")"
_range: _lower _upper
_lower: above | at_least
_upper: below | at_most
above: "(" addition ".."
at_least: "[" addition ".."
below: addition ")"
at_most: addition "]"

?addition: multiplication addend*
addend: (PLUS | MINUS) multiplication
?multiplication: unary factor*
factor: (STAR | SLASH | PERCENT) unary
?unary: power
      | "-" unary                           -> minus
      | _BANG unary                         -> negative
      | _EMPTY unary                        -> empty
?power: atom | atom "**" unary             -> power

?atom: plain | enclosed | _constant
     | NUMBER                               -> number
?plain: variable | call | list
      | TEXT                                -> text
      | "${" expr "}" | "#{" expr "}"
      | _VARIABLE_OF "(" TEXT ")"           -> variable_of
      | plain METHOD _values                -> method
      | plain OPEN addition "]"             -> subscript
?enclosed: "(" expr ")"                     -> parenthesis
      | enclosed METHOD _values             -> method
      | enclosed OPEN addition "]"          -> subscript
_constant: null | true | false
null: _NULL
true: _TRUE
false: _FALSE
variable: NAME | QUOTED
call: (NAME | SPACED) _values
_values: "(" _elements? ")"
list: "[" _elements? "]"
_elements: expr ("," expr)* ","?

_SET: /=(?!=)/
_OR: /or\b|\|\|/
_AND: /and\b|&&/
_NOT: /not\b/
_BANG: /!(?!=)/
_IF: /if\b/
_THEN: /then\b/
_ELSE: /else\b/
_IN: /in\b/
_IS: /is\b/
_BETWEEN: /between\b/
_EMPTY: /empty\b/
_NULL: /(?:null|None|nil)\b/
_TRUE: /(?:true|True)\b/
_FALSE: /(?:false|False)\b/
EQUALITY: /={1,3}|!==?|<>|(?:eq|ne)\b/
ORDER: /<=|>=|<(?!>)|>|(?:lt|le|gt|ge)\b/
PLUS: "+"
MINUS: "-"
STAR: "*"
SLASH: /\/{1,2}/
PERCENT: "%"
SPACED.1: /(?:(?:starts|ends)\s+with|(?:upper|lower)\s+case)\b/
        | /(?:list\s+contains|string\s+length|is\s+defined)\b/
NAME: /(?!(?:and|or|not|if|then|else|in|empty|null|None|nil|true|True|false|False)\b)/ _PATH
_PATH: /[^\W\d]\w*(?:\.[^\W\d]\w*\b(?!\s*\())*/
METHOD: /\.\s*[^\W\d]\w*(?=\s*\()/
_VARIABLE_OF.1: /(?:execution|task|kcontext)\.getVariable\b/
OPEN: "["
QUOTED: /`[^`\n]+`/
NUMBER: /(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/
TEXT: /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/
_TYPE.1: /(?:var|let|const|def|float|double|boolean|String)\s+(?=[^\W\d]|`)/
AUGMENT: /(?:\+|-|\*\*?|\/\/?|%)=/
COUNT: /\+\+|--/
_EXTEND: /\.\s*(?:append|add|push)(?=\s*\()/
_STORE.1: /(?:execution|task|kcontext)\.setVariable\b/
_PASS.1: /pass(?=\s*(?:[;#]|$))/
_SLASH_COMMENT: /\/\/.*/
_COMMENT: /#(?!\{).*/
%ignore /\s+/
"""
