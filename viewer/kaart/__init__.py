"""The map: compact geometry, our folium elements, and the pages' picture of it."""
