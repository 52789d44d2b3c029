/** What only the second version has. */
const EXTRA = "extra";
