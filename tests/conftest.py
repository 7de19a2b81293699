"""Its being here puts this folder on the path, with what tests of several folders share."""
