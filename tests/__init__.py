"""Tests: rules as tables, storage on both engines, whole journeys through the simulator."""
