"""What pages say, computed as plain data; static/js/views computes the same, and a test compares the two.

A view is made of dicts, lists, text, numbers and booleans only, so that it can be compared as JSON. The markup
is in `templates/delen`, which both use. What a view needs is given: it reads no request and no setting by itself.
"""
