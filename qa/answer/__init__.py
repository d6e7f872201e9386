"""Answers: labels and wording in Chinese, citations, what is said when there is nothing to say."""
