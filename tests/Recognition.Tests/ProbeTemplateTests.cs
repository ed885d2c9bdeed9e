using System.Numerics.Tensors;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Recognition.Tests;

public sealed class ProbeTemplateTests
{
    [Fact]
    public void The_mean_is_of_length_1_and_nearer_to_the_better_picture()
    {
        var (good, poor) = (Axis(0), Axis(1));
        var probe = new ProbeTemplate();
        probe.Add(good, 0.9f);
        probe.Add(poor, 0.3f);
        Assert.Equal(2, probe.Count);
        Assert.Equal(1, TensorPrimitives.Norm(probe.Mean), 5);
        Assert.Equal(3, TensorPrimitives.Dot<float>(probe.Mean, good) / TensorPrimitives.Dot<float>(probe.Mean, poor), 4);
    }

    [Fact]
    public void The_first_picture_agrees_with_itself_and_another_face_does_not()
    {
        var probe = new ProbeTemplate();
        Assert.Equal(1, probe.Agreement(Axis(0)));
        probe.Add(Axis(0), 1);
        Assert.Equal(1, probe.Agreement(Axis(0)), 5);
        Assert.Equal(0, probe.Agreement(Axis(1)), 5);
    }

    [Fact]
    public void Clearing_leaves_no_number_behind()
    {
        var probe = new ProbeTemplate();
        probe.Add(Axis(0), 1);
        probe.Clear();
        Assert.Equal(0, probe.Count);
        Assert.False(probe.Mean.ContainsAnyExcept(0));
        probe.Add(Axis(1), 1);
        Assert.Equal(1, probe.Agreement(Axis(1)), 5);
    }

    private static float[] Axis(int index)
    {
        var vector = new float[FaceEmbedder.Dimensions];
        vector[index] = 1;
        return vector;
    }
}
