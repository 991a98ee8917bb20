import { nodePlatform } from "./platform.node.js";
import { usePlatform } from "./platform.js";

usePlatform(nodePlatform);

export * from "./exports.js";
