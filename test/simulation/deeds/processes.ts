// What happens to the app's processes.

import { HOUR, SKEWS } from "../town.ts";
import type { Deed } from "./deed.ts";

export const PROCESSES: Readonly<Record<string, Deed>> = {
  restart: {
    weight: 1,
    fault: "F24",
    act: (town) => {
      const [process] = town.processes;
      if (process === undefined) return null;
      town.up();
      town.stop(process);
      return "everybody";
    },
  },
  "went down": {
    weight: 1,
    act: (town) => {
      if (town.isDown) return null;
      town.down((1 + town.dice.below(3)) * HOUR);
      return "everybody";
    },
  },
  "two processes": {
    weight: 2,
    fault: "F27",
    act: (town) => {
      if (town.processes.length !== 1) return null;
      const process = town.up();
      town.later((1 + town.dice.below(4)) * HOUR, () => town.stop(process));
      return "everybody";
    },
  },
  "clock wrong": {
    weight: 1,
    fault: "F26",
    act: (town) => {
      town.setClocks(town.dice.pick(SKEWS));
      return "everybody";
    },
  },
  "process stands still": {
    weight: 1,
    fault: "F25",
    act: (town) => {
      const [process] = town.processes;
      process?.freeze(35_000);
      return process === undefined ? null : "everybody";
    },
  },
};
