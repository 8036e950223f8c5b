"""The statistical reader: how likely each finding is, and what else a pair of mentions may say.

In: `Reading`. Out: `Reading` with the relation mentions that are kept and added, each with a calibrated confidence.
"""
