"""Quantities that the narrative of a disclosure states: people, cars, equipment, projects with goals, batches, legislation, and the money beside them.

A question may ask for several at once (编制几个、在职几个、退休几个). Its asks are matched with the facts of the documents it speaks of, each ask by its
words and its unit, later asks also by the fact before them (一共几辆？其中…几辆？值多少？). Where the words of any ask are not all explained by one fact,
this room is silent and the others answer.
"""
