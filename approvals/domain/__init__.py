"""Pure decisions of the workflow: which route a request takes, who may speak at a step, what follows."""
