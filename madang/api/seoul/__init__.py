"""The dialect of the Seoul Open Data Plaza: `/{KEY}/{TYPE}/{SERVICE}/{START_INDEX}/{END_INDEX}/{arguments}`. docs/seoul-open-api.md."""
