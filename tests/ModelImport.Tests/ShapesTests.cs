using System.Text.Json;

namespace AccessKiosk.ModelImport.Tests;

public sealed class ShapesTests
{
    [Fact]
    public void The_proposal_network_takes_any_size_and_sees_a_part_as_it_sees_the_whole()
    {
        var model = Repository.Importer.Convert("mtcnn-pnet");
        const int Height = 61, Width = 84, PartHeight = 40, PartWidth = 50;
        var whole = Runtime.Noise(3 * Height * Width);
        var part = Crop(whole, Height, Width, PartHeight, PartWidth);

        var all = Runtime.Run(model, whole, 1, 3, Height, Width)["probability"];
        var some = Runtime.Run(model, part, 1, 3, PartHeight, PartWidth)["probability"];

        var (h, w) = (Cells(Height), Cells(Width));
        Assert.Equal(2 * h * w, all.Length);
        var expected = Crop(all, h, w, Cells(PartHeight), Cells(PartWidth), channels: 2);
        Assert.True(Runtime.Error(expected, some) <= 1e-5);
    }

    [Theory]
    [InlineData("mtcnn-pnet", 30)]
    [InlineData("mtcnn-rnet", 24)]
    [InlineData("mtcnn-onet", 48)]
    [InlineData("iris", 64)]
    public void A_batch_answers_what_its_images_answer_alone(string id, int size)
    {
        var model = Repository.Importer.Convert(id);
        var batch = Runtime.Noise(3L * 3 * size * size);

        var together = Runtime.Run(model, batch, 3, 3, size, size);
        var alone = batch.Chunk(3 * size * size).Select(image => Runtime.Run(model, image, 1, 3, size, size)).ToList();

        Assert.All(together, output =>
            Assert.True(Runtime.Error([.. alone.SelectMany(a => a[output.Key])], output.Value) <= 1e-5));
    }

    [Theory]
    [MemberData(nameof(Repository.Models), MemberType = typeof(Repository))]
    public void The_outputs_have_the_shapes_that_the_manifest_tells(string id)
    {
        var model = Repository.Manifest.Models[id];
        Dictionary<string, long> free = new(StringComparer.Ordinal)
        {
            ["N"] = 1, ["H"] = 48, ["W"] = 64, ["h"] = 19, ["w"] = 27,
        };
        long[] Sizes(IEnumerable<JsonElement> shape) =>
            [.. shape.Select(a => a.ValueKind == JsonValueKind.Number ? a.GetInt64() : free[a.GetString()!])];
        var input = Sizes(model.Input.Shape);
        var noise = Runtime.Noise(input.Aggregate((a, b) => a * b));

        var outputs = Runtime.Run(Repository.Importer.Convert(id), noise, input);

        Assert.All(model.Outputs, o => Assert.Equal(Sizes(o.Shape).Aggregate((a, b) => a * b), outputs[o.Name].Length));
    }

    // Two 3×3 windows around a 2×2 pooling that rounds up, then another 3×3.
    private static int Cells(int size) => ((size - 2 + 1) / 2) - 4;

    private static float[] Crop(float[] planes, int h, int w, int partH, int partW, int channels = 3)
    {
        var part = new float[channels * partH * partW];
        for (var c = 0; c < channels; c++)
            for (var y = 0; y < partH; y++)
                Array.Copy(planes, (((c * h) + y) * w), part, ((c * partH) + y) * partW, partW);
        return part;
    }
}
