"""Pure: what each file may contain, one module per kind of row. Storing rows is in
`scheduling/center_files/storage`."""
