"""The proof finds every node and arrow that a rule lost on the way to what runs."""

from __future__ import annotations

from dataclasses import replace

from service.engine.intake.graph import Graph
from service.engine.intake.nodes import Flow
from service.engine.intake.proof import prove
from service.engine.intake.reading import read_graph
from tests.integration.drawing import diagram, end, flow, path, start, tasks, xor


def drawing() -> Graph:
    return read_graph(
        diagram(
            start(),
            tasks("a", "b"),
            xor("g"),
            end(),
            path("mulai", "a", "g"),
            flow("g", "b", "Ya"),
            flow("g", "selesai", "Tidak"),
            path("b", "selesai"),
        )
    )


def lost(drawn: Graph, made: Graph) -> list[str]:
    return [note.element for note in prove(drawn, made).refused()]


def test_a_drawing_that_is_kept_has_lost_nothing() -> None:
    assert lost(drawing(), drawing()) == []


def test_a_node_that_is_gone_is_found() -> None:
    drawn = drawing()
    nodes = {key: node for key, node in drawn.nodes.items() if key != "b"}
    flows = tuple(flow for flow in drawn.flows if "b" not in {flow.source, flow.target})
    assert set(lost(drawn, replace(drawn, nodes=nodes, flows=flows))) == {"b", "g-b", "b-selesai"}


def test_an_arrow_that_is_gone_is_found_with_what_it_led_to() -> None:
    drawn = drawing()
    flows = tuple(flow for flow in drawn.flows if flow.id != "g-b")
    assert set(lost(drawn, replace(drawn, flows=flows))) == {"g-b", "b"}


def test_an_arrow_that_leads_elsewhere_is_found() -> None:
    drawn = drawing()
    turned = (replace(f, target="a") if f.id == "g-b" else f for f in drawn.flows)
    assert "g-b" in lost(drawn, replace(drawn, flows=tuple(turned)))


def test_what_a_rule_put_between_is_no_loss_and_a_drawn_step_between_is() -> None:
    drawn = drawing()
    between = replace(drawn.nodes["a"], id="a.baru", helper=True)
    flows = [replace(f, target=between.id) if f.id == "mulai-a" else f for f in drawn.flows]
    flows.append(Flow("baru", between.id, "a", "", 0))
    made = replace(drawn.with_nodes([between]), flows=tuple(flows))
    assert lost(drawn, made) == []
    drawn_between = replace(between, helper=False)
    assert lost(drawn, made.with_nodes([drawn_between])) == ["mulai-a"]
