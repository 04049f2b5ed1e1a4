"""The city's own questions, answered on published data with proof: studies, the methods they use, their runs and reports."""
