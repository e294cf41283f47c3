import { describe, expect, it } from "vitest";
import { issueOfCheck, ownCheck } from "../../../src/text/comments/own-check.ts";
import { carton } from "./carton.ts";

describe(ownCheck, () => {
  it("says at a glance where the program stands", () => {
    const check = ownCheck(carton(10).state);
    expect(check).toMatchObject({
      name: "Autoloop / carton",
      conclusion: "success",
      title: "Best 603.2, −156.8 (−20.6%)",
      buttons: [
        { label: "Run now", identifier: "run" },
        { label: "Pause", identifier: "pause" },
      ],
    });
    expect(
      check.summary,
    ).toBe(`Best is 603.2, 20.6% below the baseline of 760; it was found in iteration 10. The last two iterations were all kept. The target of 600 is 3.2 away.

| | |
| :-- | :-- |
| Last iteration | 10: accepted. Widen the base: \`WIDTH_CM\` from 8.4 to 9. better, and CI is green. |
| Metric against best | 603.2 (−2.9, better; lower is better) |
| Trend | \`█▅▅▃▃▂▂▂▁▁\` |
| Program | #1 |
`);
  });

  it("offers what the status comment's boxes offer, within GitHub's limits", () => {
    const paused = carton(3).paused("plateau").state;
    const tampered = carton(3).paused("tampered").state;
    for (const state of [carton(3).state, paused, tampered]) {
      const { buttons, title } = ownCheck(state);
      expect(buttons.length).toBeLessThanOrEqual(3);
      expect(title.length).toBeLessThanOrEqual(255);
      for (const { label, description, identifier } of buttons) {
        expect(label.length).toBeLessThanOrEqual(20);
        expect(description.length).toBeLessThanOrEqual(40);
        expect(identifier.length).toBeLessThanOrEqual(20);
      }
    }
    expect(ownCheck(paused)).toMatchObject({
      conclusion: "action_required",
      title: "Paused: Nothing was kept for a while",
      buttons: [{ identifier: "resume" }],
    });
    expect(ownCheck(tampered).buttons).toEqual([]);
    expect(ownCheck(carton(0).state).conclusion).toBe("neutral");
  });

  it("is known by what it says, and tells whose it is", () => {
    const { externalId } = ownCheck(carton(3).state);
    expect(ownCheck(carton(3).state).externalId).toBe(externalId);
    expect(ownCheck(carton(4).state).externalId).not.toBe(externalId);
    expect(issueOfCheck(externalId)).toBe(carton(3).state.issue);
  });

  it.each(["", "autoloop:0:0123456789abcdef", "autoloop:7:xyz", "x autoloop:7:0123456789abcdef"])(
    "is nobody's where its id is %j",
    (externalId) => {
      expect(issueOfCheck(externalId)).toBeNull();
    },
  );
});
