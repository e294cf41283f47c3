// The addresses of the one repository that most tests are about.

import { githubLinks } from "../../../src/github/links.ts";

export const WEB_URL = "https://github.com/octo/carton";
export const LINKS = githubLinks("https://github.com")({ owner: "octo", name: "carton" });
