using AccessKiosk.Access.Configuration;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.Configuration;

namespace AccessKiosk.Kiosk.Tests.Configuration;

/// <summary>Cameras and doors as the configuration puts them together.</summary>
public sealed class LanePlanTests
{
    private static readonly string[] TwoDoors = ["Doors:front:Relay=front", "Doors:back:Relay=back"];

    [Fact]
    public void One_camera_and_one_door_need_no_names()
    {
        var lane = Assert.Single(LanePlan.Of(KioskOptions.Load(["Doors:main:Relay=relay", "Camera:Source=3"]).Devices()));
        Assert.Equal(("main", "3", "main", DoorDirection.In), (lane.Name, lane.Camera.Source, lane.Door.Name, lane.Camera.Direction));
    }

    [Fact]
    public void A_named_camera_begins_with_what_every_camera_has_and_says_what_is_its_own()
    {
        var options = KioskOptions.Load([
            .. TwoDoors, "Camera:Width=640", "Camera:Height=480", "Camera:Door=front", "Cameras:in:Source=0", "Cameras:out:Source=1", "Cameras:out:Direction=Out",
            "Cameras:yard:Source=2", "Cameras:yard:Door=back", "Cameras:yard:Width=1280", "Cameras:yard:Height=720"]);
        Assert.Equal(
            [("in", "0", "front", DoorDirection.In, 640), ("out", "1", "front", DoorDirection.Out, 640), ("yard", "2", "back", DoorDirection.In, 1280)],
            LanePlan.Of(options.Devices()).Select(lane => (lane.Name, lane.Camera.Source, lane.Door.Name, lane.Camera.Direction, lane.Camera.Width)));
        Assert.Empty(LanePlan.DoorsWithoutCamera(options.Devices()));
    }

    [Fact]
    public void Every_fault_of_cameras_and_doors_is_told_at_once()
    {
        var fault = Assert.Throws<ConfigurationException>(() => KioskOptions.Load([
            .. TwoDoors, "Doors:front:Interlock=trap", "Camera:SlowBelow=99", "Cameras:a:Source=/dev/video0", "Cameras:a:Door=front", "Cameras:b:Source=0", "Cameras:b:Door=cellar",
            "Cameras:c d:Source=2", "Cameras:c d:OpenTimeout=00:00:00", "Cameras:e:Source=3", "Cameras:e:Door=back", "Cameras:e:Direction=Up", "Cameras:e:Colour=red"]));
        string[] expected =
        [
            "Camera:SlowBelow is 99; allowed: 0 to 30.",
            "Cameras:b:Door is cellar; allowed: the door's name, back, front.",
            "Cameras:c d:Door is empty; allowed: the door's name, back, front.",
            "Cameras:c d: allowed in a camera's name: letters, digits, - and _, up to 40 of them.",
            "Cameras:c d:OpenTimeout is 00:00:00; allowed: 00:00:00.1000000 to 00:01:00.",
            "Cameras:a:Source and Cameras:b:Source are the same source; allowed: a different camera for each.",
            "Cameras:e:Direction is Up; allowed: In, Out.",
            "Doors:front:Contact is empty; a door of an interlock needs one, or nobody knows when it is closed.",
            "Doors:front:Interlock is trap; no other door names it.",
        ];
        Assert.All(expected, line => Assert.Contains(line, fault.Faults));
        Assert.Contains(fault.Faults, line => line.StartsWith("Cameras:e:Colour is not known; known here: Source, ", StringComparison.Ordinal));
        Assert.Equal(expected.Length + 1, fault.Faults.Count);
    }

    [Theory]
    [InlineData("Mqtt:Host=mqtt://home:s3cret@broker")]
    [InlineData("Mqtt:Host=home:s3@cret@broker")]
    [InlineData("Camera:Door=rtsp://admin:s3cret@10.0.0.5")]
    public void A_password_that_got_into_a_setting_for_names_is_not_repeated(string setting)
    {
        var fault = Assert.Throws<ConfigurationException>(() => KioskOptions.Load([.. TwoDoors, "Camera:Door=front", setting]));
        Assert.DoesNotContain("s3", fault.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(fault.Faults);
    }

    [Fact]
    public void With_several_doors_the_only_camera_says_which_is_its_own()
    {
        var fault = Assert.Throws<ConfigurationException>(() => KioskOptions.Load(TwoDoors));
        Assert.Equal(["Camera:Door is empty; allowed: the door's name, back, front."], fault.Faults);
        var options = KioskOptions.Load([.. TwoDoors, "Camera:Door=BACK"]);
        Assert.Equal("back", Assert.Single(LanePlan.Of(options.Devices())).Door.Name);
        Assert.Equal("front", Assert.Single(LanePlan.DoorsWithoutCamera(options.Devices())).Name);
    }

    [Fact]
    public void Without_doors_there_is_no_lane_and_a_camera_may_not_name_a_door()
    {
        Assert.Empty(LanePlan.Of(KioskOptions.Load().Devices()));
        var fault = Assert.Throws<ConfigurationException>(() => KioskOptions.Load(["Camera:Door=main"]));
        Assert.Equal(["Camera:Door is main; allowed: the name of a door, and Doors names none."], fault.Faults);
    }
}
