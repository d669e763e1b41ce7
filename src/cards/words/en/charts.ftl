# Words in charts.
