"""Labor rules, one file each: pure checkers over segments. How each is waived is in docs/rules/."""
