"""The house's face: the HTTP API and the Gradio pages, both over one :class:`qa.web.service.Service`.

In: an index that can be reopened, a folder for feedback. Out: a FastAPI application that serves everything.
It must not know how answers are made, only :class:`qa.model.Answer`; it escapes all text of documents and users.
"""
