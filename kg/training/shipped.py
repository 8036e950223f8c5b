"""The parameters of the encoder that ships, as PyTorch takes them: where further training starts from.

Weights in eight bits become `(number - zero point) * scale`, as ONNX Runtime computes with them
(https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html). Needs the groups `train` and `encoder`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import numpy_helper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["shipped"]

_QUANTIZED = "_quantized"


def shipped(folder: Path) -> dict[str, torch.Tensor]:
    """The parameters in `encoder.onnx` and `head.onnx`, by their names in `kg.training.encoder.Net`."""
    encoder, head = (onnx.load(str(folder / f"{name}.onnx")) for name in ("encoder", "head"))
    found = dict(_parameters(encoder)) | {f"head.{name}": value for name, value in _parameters(head)}
    return {name: torch.tensor(value) for name, value in found.items()}


def _parameters(model: onnx.ModelProto) -> Iterator[tuple[str, NDArray[np.float32]]]:
    arrays = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    for name, value in arrays.items():
        if name.endswith((".weight", ".bias")):
            yield name, value
        elif name.endswith(f".weight{_QUANTIZED}"):  # a table of embeddings
            yield name.removesuffix(_QUANTIZED), _plain(arrays, name)
        elif name.startswith("onnx::Concat"):  # what the export calls the only parameter that is no layer's
            yield "unnamed", value[0]
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            yield f"{_layer(node.name)}.weight", _plain(arrays, node.input[1]).T.copy()


def _plain(arrays: Mapping[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    scale, zero = (
        arrays[name.removesuffix(_QUANTIZED) + part].astype(np.float32) for part in ("_scale", "_zero_point")
    )
    plain: NDArray[np.float32] = (arrays[name].astype(np.float32) - zero) * scale
    return plain


def _layer(node: str) -> str:
    """The layer that multiplies in a node, whose path ends in what is done there.

    "/classifier/classifier.0/Gemm_MatMul_quant", "/transformer/encoder/layer.0/attention/attn/q/MatMul_quant".
    """
    *path, _ = node.strip("/").split("/")
    return path[-1] if path[0] == "classifier" else ".".join(path)
