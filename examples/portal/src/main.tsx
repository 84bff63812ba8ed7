import { render } from "preact";
import { App } from "./App.js";
import "./styles.css";

const root = document.getElementById("portal");
if (root !== null) render(<App />, root);
