"""The dashboards: the figures a committee decides on, in a browser, each down to its rows."""
