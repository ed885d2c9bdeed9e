using AccessKiosk.ModelImport.Onnx;
using AccessKiosk.ModelImport.Passes;

namespace AccessKiosk.ModelImport.Tests.Passes;

public sealed class RewritesTests
{
    [Fact]
    public void Channels_between_convolutions_grow_to_whole_vectors_and_the_answer_stays()
    {
        var graph = Graph(middle: 5);
        var before = OnnxWriter.Write(graph);
        ChannelAlignment.Apply(graph);
        var after = OnnxWriter.Write(graph);
        Assert.Equal([16, 16, 3], graph.Nodes.Where(n => n.Op == "Conv").Select(
            n => graph.Constants[n.Inputs[1]].Shape[0]));
        AssertSame(before, after);
    }

    [Fact]
    public void Channels_that_something_else_reads_stay()
    {
        var graph = Graph(middle: 5);
        graph.Outputs.Add(new OnnxValue(
            "active", [OnnxAxis.Fixed(1), OnnxAxis.Fixed(5), OnnxAxis.Fixed(4), OnnxAxis.Fixed(4)]));
        var before = OnnxWriter.Write(graph);
        ChannelAlignment.Apply(graph);
        Assert.Equal([5, 5, 3], graph.Nodes.Where(n => n.Op == "Conv").Select(
            n => graph.Constants[n.Inputs[1]].Shape[0]));
        AssertSame(before, OnnxWriter.Write(graph));
    }

    [Theory]
    [InlineData(-1.5f)]
    [InlineData(0.25f)]
    [InlineData(1f)]
    [InlineData(3f)]
    public void A_rectifier_with_any_slope_is_rewritten_without_a_change_of_the_answer(float slope)
    {
        var graph = Graph(middle: 16, slope);
        var before = OnnxWriter.Write(graph);
        PReluExpansion.Apply(graph);
        Assert.DoesNotContain(graph.Nodes, n => n.Op == "PRelu");
        AssertSame(before, OnnxWriter.Write(graph));
    }

    private static void AssertSame(byte[] before, byte[] after)
    {
        var input = Runtime.Noise(2 * 4 * 4);
        var expected = Runtime.Run(before, input, 1, 2, 4, 4);
        var actual = Runtime.Run(after, input, 1, 2, 4, 4);
        Assert.All(expected, e => Assert.True(Runtime.Error(e.Value, actual[e.Key]) <= 1e-6));
    }

    private static OnnxGraph Graph(int middle, float slope = 0.25f)
    {
        var graph = new OnnxGraph { Opset = 13 };
        graph.Inputs.Add(new OnnxValue("input", Axes(2)));
        graph.Outputs.Add(new OnnxValue("output", Axes(3)));
        string Weights(string name, params long[] shape) =>
            graph.AddConstant(name, OnnxTensor.Of(Runtime.Noise(shape.Aggregate((a, b) => a * b), seed: 7), shape));
        var slopes = graph.AddConstant("slopes", OnnxTensor.Of([.. Enumerable.Repeat(slope, middle)], middle, 1, 1));
        graph.Nodes.AddRange(
        [
            new OnnxNode("Conv", ["input", Weights("w1", middle, 2, 1, 1), Weights("b1", middle)], ["first"]),
            new OnnxNode("PRelu", ["first", slopes], ["active"]),
            new OnnxNode("Conv", ["active", Weights("w2", middle, 1, 3, 3)], ["deep"])
                .With("group", (long)middle).With("pads", new long[] { 1, 1, 1, 1 }),
            new OnnxNode("Add", ["deep", "active"], ["sum"]),
            new OnnxNode("Conv", ["sum", Weights("w3", 3, middle, 1, 1)], ["output"]),
        ]);
        return graph;
    }

    private static OnnxAxis[] Axes(int channels) =>
        [OnnxAxis.Fixed(1), OnnxAxis.Fixed(channels), OnnxAxis.Fixed(4), OnnxAxis.Fixed(4)];
}
