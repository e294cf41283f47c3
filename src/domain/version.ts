// Which version of Autoloop this is. A test holds it equal to the package's own.

export const VERSION = "0.1.0";
