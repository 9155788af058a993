"""What a plain Python script does for the same job: load, order, write Markdown. For comparison."""
import sys

import markdown
import networkx
import yaml


def main(path):
    with open(path, "rb") as file:
        data = yaml.load(file, Loader=yaml.CSafeLoader)
    servers = {row["fqdn"]: row for row in data["servers"]}
    graph = networkx.DiGraph()
    graph.add_nodes_from(servers)
    graph.add_edges_from((row["fqdn"], row["upstream"]) for row in servers.values() if row["upstream"] in servers)
    lines = ["# Runbook"]
    for number, generation in enumerate(networkx.topological_generations(graph), 1):
        lines.append(f"\n## Phase {number}\n")
        lines += [f"- [ ] convert {name}, {servers[name]['clients']} clients" for name in generation]
    text = "\n".join(lines)
    markdown.markdown("\n".join(lines[:50]))
    sys.stdout.write(text)


main(sys.argv[1])
