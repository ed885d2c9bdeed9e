namespace AccessKiosk.ModelImport.TfLite;

/// <summary>A TensorFlow Lite model with one subgraph; tensors and operators refer to each other by index.</summary>
internal sealed record TfLiteModel(
    IReadOnlyList<TfLiteTensor> Tensors,
    IReadOnlyList<TfLiteOperator> Operators,
    IReadOnlyList<int> Inputs,
    IReadOnlyList<int> Outputs);

/// <summary>A tensor; <paramref name="Data"/> is empty where the value is computed. Images are N, H, W, C.</summary>
internal sealed record TfLiteTensor(string Name, int[] Shape, TfLiteType Type, byte[] Data);

/// <summary>An operator; an input of −1 is an omitted one.</summary>
internal sealed record TfLiteOperator(string Op, int[] Inputs, int[] Outputs, FlatTable? Options);

/// <summary>Element types met in float models.</summary>
internal enum TfLiteType
{
    /// <summary>32-bit float.</summary>
    Float32 = 0,

    /// <summary>16-bit float, for stored weights.</summary>
    Float16 = 1,

    /// <summary>32-bit integer, for shapes and axes.</summary>
    Int32 = 2,
}
