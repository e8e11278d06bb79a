/** How topics and groups are called at the broker. */
export type Names = {
  topic(plain: string): string;
  group(plain: string): string;
  /** The topic without the prefix. */
  plain(topic: string): string;
};

export function namesWith(prefix: string): Names {
  return {
    topic: (plain) => `${prefix}${plain}`,
    group: (plain) => `${prefix}${plain}`,
    plain: (topic) => topic.slice(prefix.length),
  };
}
