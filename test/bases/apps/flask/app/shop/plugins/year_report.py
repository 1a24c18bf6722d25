def text():
    return "report of the year\n"
