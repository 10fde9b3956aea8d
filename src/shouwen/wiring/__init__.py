"""Where the parts are put together: settings, urls, the command line, the start and the stop."""
