export { default, start } from "../indgang.js";
