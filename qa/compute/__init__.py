"""Operations on figures: exact, and always with the figures that they used."""
