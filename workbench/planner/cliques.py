"""Sets of things that exclude each other, held as bits of whole numbers: small weeks need no more."""

from __future__ import annotations


def bits(mask: int) -> list[int]:
    """Places of the ones."""
    return [place for place in range(mask.bit_length()) if mask >> place & 1]


def clique_cover(near: list[int]) -> list[int]:
    """Cliques that together hold every edge of a graph given as bit rows; each is grown from an edge still missing."""
    missing, cliques = list(near), []
    for one in range(len(near)):
        while missing[one]:
            clique, open_ = 1 << one, near[one]
            while open_:
                first = open_ & missing[one] or open_
                other = (first & -first).bit_length() - 1
                clique |= 1 << other
                open_ &= near[other]
            cliques.append(clique)
            for member in bits(clique):
                missing[member] &= ~clique
    return cliques
