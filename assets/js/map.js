import { Map } from "./maplibre/maplibre-gl.mjs";
export { Map };
