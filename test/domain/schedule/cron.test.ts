import { describe, expect, it } from "vitest";
import { parseCron } from "../../../src/domain/schedule/cron.ts";
import { isTimeZone } from "../../../src/domain/schedule/time-zone.ts";

describe("parseCron", () => {
  it("reads lists, ranges, steps and names", () => {
    expect(parseCron("*/20 8-10,22 1,15 jan-mar,DEC mon-fri")).toEqual({
      expression: "*/20 8-10,22 1,15 jan-mar,DEC mon-fri",
      minutes: [0, 20, 40],
      hours: [8, 9, 10, 22],
      daysOfMonth: [1, 15],
      months: [1, 2, 3, 12],
      daysOfWeek: [1, 2, 3, 4, 5],
      anyDayOfMonth: false,
      anyDayOfWeek: false,
    });
  });

  it("takes any blanks between and around the fields", () => {
    expect(parseCron(" \t5  4 * \t * * ")?.expression).toBe("5 4 * * *");
    expect(parseCron(`5${" ".repeat(248)}4 * * *`)?.expression).toBe("5 4 * * *");
    expect(parseCron(`5${" ".repeat(249)}4 * * *`)).toBeNull();
  });

  it("gives values in order, whatever the order of the list", () => {
    expect(parseCron("30,5,5 * * * 7,1")).toMatchObject({ minutes: [5, 30], daysOfWeek: [0, 1] });
  });

  it("takes a day field for open where it begins with a star", () => {
    expect(parseCron("0 0 */2 * */2")).toMatchObject({ anyDayOfMonth: true, anyDayOfWeek: true });
    expect(parseCron("0 0 1,* * 1,*")).toMatchObject({ anyDayOfMonth: false, anyDayOfWeek: false });
  });

  it("takes 0 and 7 for Sunday", () => {
    expect(parseCron("0 0 * * 0")?.daysOfWeek).toEqual([0]);
    expect(parseCron("0 0 * * 5-7")?.daysOfWeek).toEqual([0, 5, 6]);
  });

  it("lets a range of days end on Sunday", () => {
    expect(parseCron("0 0 * * fri-sun")?.daysOfWeek).toEqual([0, 5, 6]);
    expect(parseCron("0 0 * * 5-SUN/2")?.daysOfWeek).toEqual([0, 5]);
    expect(parseCron("0 0 * * 7-sun")?.daysOfWeek).toEqual([0]);
    expect(parseCron("0 0 * * sun-tue")?.daysOfWeek).toEqual([0, 1, 2]);
    expect(parseCron("0 0 * * sun-sun")?.daysOfWeek).toEqual([0]);
  });

  it.each([
    ["@yearly", "0 0 1 1 *"],
    ["@annually", "0 0 1 1 *"],
    ["@monthly", "0 0 1 * *"],
    ["@weekly", "0 0 * * 0"],
    ["@daily", "0 0 * * *"],
    [" @MIDNIGHT ", "0 0 * * *"],
    ["@hourly", "0 * * * *"],
  ])("reads %j as %j", (name, expression) => {
    expect(parseCron(name)).toEqual(parseCron(expression));
    expect(parseCron(name)?.expression).toBe(expression);
  });

  it("counts a step behind one value to the end of the field", () => {
    expect(parseCron("50/5 * * * *")?.minutes).toEqual([50, 55]);
  });

  it.each([
    "",
    "* * * *",
    "* * * * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "* * * * 8",
    "*/0 * * * *",
    "5-1 * * * *",
    "1--2 * * * *",
    "1/2/3 * * * *",
    "1/x * * * *",
    "*/ * * * *",
    "1-2-3 * * * *",
    "x-2 * * * *",
    "1-x * * * *",
    "1,,2 * * * *",
    "-1 * * * *",
    "1.5 * * * *",
    "L * * * *",
    "* * * * fri#2",
    "@reboot",
    "@",
    "@daily @daily",
    "@daily 0",
    "toString",
    "* * * * fri-0",
    "* * * jan-sun *",
    `${"* ".repeat(60)}*`,
    `${"1,".repeat(200)}1 * * * *`,
  ])("refuses %j", (expression) => {
    expect(parseCron(expression)).toBeNull();
  });
});

describe("isTimeZone", () => {
  it("knows IANA names only", () => {
    expect(["UTC", "Europe/Berlin", "America/Argentina/Ushuaia"].every(isTimeZone)).toBe(true);
    expect(["", "Mars/Base", "+01:00", "../etc", "x".repeat(100)].some(isTimeZone)).toBe(false);
  });
});
