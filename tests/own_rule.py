"""A rule as a user may write one."""

RULE = """
[[rule]]
id = "supports.shore_up"
relation = "supports"
verbs = ["buttress"]
subject = "subject"
object = "object"
confidence = 0.65
examples = [{ text = "Finland buttressed the Aland Bank.", finds = ["Finland | supports | Aland Bank"] }]
not = ["Norland buttressed nothing."]
"""
