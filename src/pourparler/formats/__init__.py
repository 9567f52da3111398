"""Other people's negotiation files, in and out: GENIUS, NegMAS and GeniusWeb."""
