// The form that makes a program of an issue, as people install it. `templates/` holds the same text, and a test keeps
// them equal; here it can be offered through a link.

/** Text of `.github/ISSUE_TEMPLATE/autoloop-program.yml`. */
export const ISSUE_FORM_TEXT = `name: Autoloop program
description: Let Autoloop improve one number of this repository, step by step.
labels: [autoloop-program]
body:
  - type: markdown
    attributes:
      value: |
        The title names the program. It runs when somebody with write access to this repository stands behind it.
  - type: textarea
    id: goal
    attributes:
      label: Goal
      description: What is to become better, and what must stay as it is.
    validations:
      required: true
  - type: textarea
    id: target
    attributes:
      label: Target
      description: Paths or globs that may change, one a line. Nothing else ever changes.
      placeholder: src/parser/**
    validations:
      required: true
  - type: textarea
    id: evaluation
    attributes:
      label: Evaluation
      description: 'A script whose last line of output is a JSON object with the metric, such as {"allocated_kb": 812}.'
      render: bash
    validations:
      required: true
  - type: input
    id: metric
    attributes:
      label: Metric
      description: The name of the number in that object.
      placeholder: allocated_kb
    validations:
      required: true
  - type: dropdown
    id: direction
    attributes:
      label: Direction
      description: Which values are better.
      options: [lower, higher]
    validations:
      required: true
  - type: input
    id: target-metric
    attributes:
      label: Target metric
      description: The program is complete when this is reached. Blank for one without an end.
  - type: input
    id: schedule
    attributes:
      label: Schedule
      description: every 30m, every 6h, daily, weekdays at 09:00, or five cron fields. Blank for the repository's default.
  - type: textarea
    id: settings
    attributes:
      label: Settings
      description: 'Any other settings as \`key: value\` lines, such as "repeat: 3". Blank for none.'
      render: yaml
`;
