"""Sources that are asked again and again: when (`timetable`), by whom (`scheduling`), and what the clock starts (`due`)."""
