"""Any workbook: where its tables are, what each cell means, and the address of everything."""
