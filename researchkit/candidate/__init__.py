"""YOU: the candidate's own side. Stories, matches, practice, debrief and thank-you notes; nothing here is ever sent."""
