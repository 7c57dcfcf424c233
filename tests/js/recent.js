/** Exit code 0 when this Node can run the checks and the tests: what eslint asks for. Plain, so that an old one reads it. */

const [major, minor] = process.versions.node.split('.').map(Number);
process.exitCode = major > 20 || (major === 20 && minor >= 19) ? 0 : 1;
