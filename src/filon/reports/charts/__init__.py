"""Charts as Vega-Lite specifications, built with Altair; nothing here draws."""
