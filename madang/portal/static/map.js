import{Map as p}from"./maplibre/maplibre-gl.mjs";export{p as Map};
