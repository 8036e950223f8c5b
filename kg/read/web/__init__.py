"""The network: the pages, feeds and sitemaps at the addresses that the user names, and nothing else.

What goes in is an address; what comes out are `Input`s: what a server sent, with its address and when it was fetched.
An address that is named leads to those that its feed or sitemap lists, and a redirect to where it says; every one of
them is checked before a connection is made (`addresses`), and the connection is made to what was checked.
"""
